"""What makes the course: `notebooks` from its sources, `site` the browser edition, `release` the files
that a version is published as."""
