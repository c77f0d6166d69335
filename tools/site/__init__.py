"""The browser edition of the course: a site of static files in which the same notebooks run.

`environment` makes that of the site's own tools; `wheels` gathers the Python of the browser, with
run.mjs and slim.py; `lite` puts JupyterLite around the notebooks; `landing` writes the course map and
what stands above a notebook, from page/; `reading` writes the pages that need no Python, from read/, with
what `places` and draw.mjs make of their pictures; `edition` joins them; `room` shows the result.
"""

COMMAND = "python -m tools.site"
