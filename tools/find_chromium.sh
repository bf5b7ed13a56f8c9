#!/bin/sh
# Print the path of a Chromium that can be driven; fail if there is none.
for name in chromium chromium-browser google-chrome; do
  path=$(command -v "$name" 2>/dev/null) || continue
  # Ubuntu's chromium-browser is a stub that only points to a snap
  if "$path" --version >/dev/null 2>&1; then echo "$path"; exit 0; fi
done
exit 1
