"""Pages of a PDF as text, read in a process of its own: a page made to take hours or all memory takes neither."""

import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic

from msgspec import Struct

MOST_SECONDS = 300.0
"""For a whole file; 500 pages of prose take about 20."""
MOST_PAGE_SECONDS = 30.0
MOST_MEMORY = 2 * 2**30
"""Bytes of address space of the reading process, where the system can bound it."""
MOST_PAGES = 5000
MOST_PAGE_CHARACTERS = 500_000


class Opening(Struct, frozen=True, kw_only=True):
    """What a PDF says about itself."""

    pages: int
    title: str = ""
    created: str = ""
    """As the file writes it, `2021-07-19`; empty where it does not."""


class PageText(Struct, frozen=True, kw_only=True):
    """One page."""

    number: int
    """From 1."""
    text: str
    pictures: bool = False
    """Whether pictures are drawn on it."""
    problem: str = ""
    """Why it could not be read; empty when it was."""


class Stopped(Struct, frozen=True, kw_only=True):
    """Reading ended before the last page."""

    reason: str
    encrypted: bool = False


def pages(data: bytes, password: str = "") -> Iterator[Opening | PageText | Stopped]:
    """First what the file says about itself, then its pages, and at last why it stopped, if it did."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    deadline = monotonic() + MOST_SECONDS
    try:
        ours.send_bytes(data)
        ours.send(password)
        while True:
            patience = min(MOST_PAGE_SECONDS, deadline - monotonic())
            if patience <= 0 or not ours.poll(patience):
                limit = MOST_PAGE_SECONDS if patience > 0 else MOST_SECONDS
                yield Stopped(reason=f"reading on took more than {limit:.0f} s (limit)")
                return
            item = ours.recv()
            if item is None:
                return
            yield item
            if isinstance(item, Stopped):
                return
    except (EOFError, OSError):
        yield Stopped(reason="the process that read it ended: out of memory, or a defect of the PDF library")
    finally:
        process.kill()
        process.join()
        ours.close()


def _work(pipe: Connection) -> None:
    """Read in the other process; everything leaves through the pipe."""
    import logging

    logging.disable(logging.CRITICAL)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    data, password = pipe.recv_bytes(), pipe.recv()
    try:
        for item in _read(data, password):
            pipe.send(item)
    except (MemoryError, RecursionError) as error:
        pipe.send(Stopped(reason=f"too deep or too large: {type(error).__name__}"))
    except Exception as error:
        # The library raises whatever a broken file makes it raise; here it is one file of somebody else.
        pipe.send(Stopped(reason=f"damaged: {' '.join(str(error).split())[:200] or type(error).__name__}"))
    pipe.send(None)


def _read(data: bytes, password: str) -> Iterator[Opening | PageText | Stopped]:
    import io

    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt(password) is PasswordType.NOT_DECRYPTED:
        yield Stopped(reason="encrypted", encrypted=True)
        return
    count = len(reader.pages)
    title, created = "", ""
    with suppress(Exception):
        # What a file says about itself is a bonus; its pages count.
        title = str((reader.metadata and reader.metadata.title) or "")[:300]
        moment = reader.metadata.creation_date if reader.metadata else None
        created = f"{moment:%Y-%m-%d}" if moment else ""
    yield Opening(pages=count, title=title, created=created)
    for index in range(min(count, MOST_PAGES)):
        number = index + 1
        try:
            page = reader.pages[index]
            text = page.extract_text()[:MOST_PAGE_CHARACTERS]
            pictures = not text.strip() and "/XObject" in (page.get("/Resources") or {})
            yield PageText(number=number, text=text, pictures=pictures)
        except (MemoryError, RecursionError) as error:
            yield PageText(number=number, text="", problem=f"too deep or too large: {type(error).__name__}")
        except Exception as error:
            # As above: one page that cannot be read must not take the others with it.
            problem = " ".join(str(error).split())[:200] or type(error).__name__
            yield PageText(number=number, text="", problem=problem)
    if count > MOST_PAGES:
        yield Stopped(reason=f"{count:,} pages, of which {MOST_PAGES:,} are read (limit)")
