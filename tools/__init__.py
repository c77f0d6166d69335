"""What makes the course: `tools.notebooks` from its sources, `tools.site` the browser edition."""
