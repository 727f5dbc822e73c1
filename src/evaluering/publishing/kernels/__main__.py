"""``python -m evaluering.publishing.kernels nursery|child DESCRIPTOR``: how those processes start."""

import os
import socket
import sys
import tempfile
from multiprocessing.connection import Connection

from evaluering.publishing.kernels.child import serve
from evaluering.publishing.kernels.forking import end_with_parent
from evaluering.publishing.kernels.nursery import Nursery


def main(kind: str, descriptor: int) -> None:
    """Be a nursery on a socket, or a child on a channel."""
    if kind == "nursery":
        Nursery(socket.socket(fileno=descriptor), tempfile.gettempdir()).run()
    else:
        end_with_parent(os.getppid())
        serve(Connection(descriptor))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
