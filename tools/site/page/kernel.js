// JupyterLite's own worker for Python, which listens from its first moment, with Python begun at once.
import "../{{ worker }}";
import { begin } from "./python.js";

begin();
