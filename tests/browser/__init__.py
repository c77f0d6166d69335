"""A real JupyterLab, or a site, in a real Chromium; a package, because its fixtures end with it."""
