"""What is taught: course versions, lessons, skill sheets, blueprints."""
