"""Service decides and answers: use cases in `operations/`, one function and one transaction each.

`api/` puts them behind HTTP, `cli/` behind the `legajo` command, `worker.py`
behind the job table. SQL text and HTML are never here.
"""
