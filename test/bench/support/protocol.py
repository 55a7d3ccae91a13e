"""What the scripts of the benchmark share: requests come in as JSON, one line each, and answers go out the same way."""

import json
import sys
import time


def say(answer):
    print(json.dumps(answer), flush=True)


def read_table(job):
    """The rows of a job: features [rows, width] and the target [rows], both float32."""
    import numpy

    table = numpy.fromfile(job["file"], dtype=numpy.float32).reshape(-1, job["width"] + 1)
    return table[:, : job["width"]].copy(), table[:, job["width"]].copy()


def serve(version, prepare):
    """Says the version, then for each job prepares it, and for each number of seconds says the rows trained a second.

    `prepare` takes a job and gives a function that trains for about so many seconds and returns the number of rows.
    """
    say({"version": version})
    train = None
    for line in sys.stdin:
        request = json.loads(line)
        if "file" in request:
            train = prepare(request)
            say({})
            continue
        start = time.perf_counter()
        rows = train(request["seconds"])
        say({"rate": rows / (time.perf_counter() - start)})


def missing(error):
    """Says that the library is not here, and ends."""
    say({"missing": str(error).splitlines()[0]})
    sys.exit(0)
