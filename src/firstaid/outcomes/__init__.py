"""What stands between a person and the certificate; close-out."""
