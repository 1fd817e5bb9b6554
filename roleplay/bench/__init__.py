"""The benchmark: our server beside others, in one run, with real sockets (`manage.py bench`).

``load`` makes the load, ``peers`` are the servers, ``runs`` puts one against the other, ``report``
says what came out. How to run it and what it showed is in docs/performance.md.
"""
