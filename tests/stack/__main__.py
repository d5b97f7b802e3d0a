"""The stack until Ctrl-C.

python -m tests.stack                           its address and the password of its admin
python -m tests.stack -- COMMAND [ARGUMENT...]  for one command, which finds the addresses in its environment
"""

import os
import signal
import subprocess
import sys

from . import Missing, Stack

USAGE = "Usage: python -m tests.stack [-- COMMAND [ARGUMENT...]]"


def main(arguments: list[str]) -> int:
    """Run the stack, and the command in it if there is one; return its exit code."""
    if arguments and (arguments[0] != "--" or len(arguments) < 2):
        sys.exit(USAGE)
    # A shell leaves what it starts in the background deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A polite kill or a closed terminal unwinds like it.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _frame: sys.exit(128 + number))
    with Stack(say=lambda what: print(f"Starting {what}", file=sys.stderr, flush=True)) as stack:
        if arguments:
            return subprocess.run(arguments[1:], env=os.environ | addresses(stack), check=False).returncode
        print(f"The portal        {stack.nginx.address}/   (its certificate is its own: the browser warns)")
        print(f"  without TLS     {stack.nginx.plain_address}/   with the header Host: portal.localhost")
        print(f"  officials       {stack.nginx.address}/admin/   admin, password: {stack.password}")
        print(f"PostgreSQL        {stack.primary.url}")
        print(f"  its replica     {stack.replica.url}")
        print(f"Redis             {stack.redis.url}")
        print(f"Web services      {', '.join(f'127.0.0.1:{port}' for port in stack.web.ports)}")
        print(f"What they say     {stack.folder}/*.log")
        print("Ctrl-C ends it.", flush=True)
        signal.pause()
    return 0


def addresses(stack: Stack) -> dict[str, str]:
    """Where a command finds the stack."""
    return {
        "STACK_URL": stack.nginx.address,
        "STACK_PLAIN_URL": stack.nginx.plain_address,
        "STACK_DATABASE_URL": stack.primary.url,
        "STACK_REPLICA_URL": stack.replica.url,
        "STACK_CACHE_URL": stack.redis.url,
        "STACK_WEB_PORTS": ",".join(map(str, stack.web.ports)),
        "STACK_PASSWORD": stack.password,
        "STACK_FOLDER": str(stack.folder),
    }


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
