"""Who cleans up when nobody else does: ends every process of a stack and removes its folder once the stack is gone."""

import subprocess
from pathlib import Path

# It waits until its input ends, which happens with the process that holds the other end, however that one died.
# Then the group is asked, asked again (QUIT is what makes PostgreSQL leave at once) and ended.
SCRIPT = """
trap '' TERM QUIT INT HUP
cat > /dev/null
kill -TERM 0; sleep 1; kill -QUIT 0; sleep 2
rm -rf "$1"
kill -KILL 0
"""


class Guard:
    """A shell that leads the process group of a stack's programs."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", SCRIPT, "guard", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    @property
    def group(self) -> int:
        """The group that programs are started in: Ctrl-C does not reach it, the guard's last word does."""
        return self.process.pid

    def dismiss(self) -> None:
        """Everything has been cleaned up."""
        self.process.kill()
        self.process.communicate()
