"""A minimal file server, far slower than those that hosts use: `python -m benchmarks.files
FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


async def answer(root: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request of a connection with the file at its path."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            break
        path = head.split(b" ", 2)[1].decode().partition("?")[0].strip("/")
        file = (root / path).resolve()
        file = file / "index.html" if file.is_dir() else file
        known = file.is_relative_to(root) and file.is_file()
        body = file.read_bytes() if known else b""
        status = b"200 OK" if known else b"404 Not Found"
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)
        await writer.drain()
    writer.close()


async def main() -> None:
    """Serve the folder on a free port, and print its address."""
    root = Path(sys.argv[1]).resolve()
    server = await asyncio.start_server(lambda *pair: answer(root, *pair), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}/", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
