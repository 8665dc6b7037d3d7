"""The two ways a zip member is protected by a password: PKWARE's old cipher, and WinZip's AES.

Source: APPNOTE.TXT 6.3.9, 6.1; WinZip AES Encryption Information, "AE-1 and AE-2".
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

from indicia.evidence.archives.damage import Damaged
from indicia.evidence.archives.zip_entry import Entry

if TYPE_CHECKING:
    from pyzipper.zipfile_aes import AESZipDecrypter

_SALT = {1: 8, 2: 12, 3: 16}
_HMAC = 10
_OLD_HEADER = 12


def head_length(entry: Entry) -> int:
    """Bytes before the data of a protected member: salt and check bytes.  Raises Damaged for an unknown way."""
    if entry.aes is None:
        if entry.flags & 0x40 or entry.method == 99:
            raise Damaged("protected by a way that is not supported (PKWARE strong encryption)")
        return _OLD_HEADER
    if entry.aes[1] not in _SALT:
        raise Damaged("its AES header is damaged")
    return _SALT[entry.aes[1]] + 2


def tail_length(entry: Entry) -> int:
    """Bytes behind the data of a protected member: the authentication code of AES."""
    return 0 if entry.aes is None else _HMAC


def opener(entry: Entry, head: bytes, password: str) -> "Cipher | None":
    """The cipher of a member whose data begins with `head`; null where the password is plainly wrong.

    A right-looking one may still be wrong (1 of 256 with the old cipher): only the checksum decides.
    """
    if entry.aes is None:
        cipher = OldCipher(password.encode("utf-8", "surrogateescape"))
        check = (entry.dos_time if entry.flags & 8 else entry.crc >> 16) >> 8
        return cipher if cipher.decrypt(head)[-1] == check & 0xFF else None
    described = SimpleNamespace(filename="", wz_aes_strength=entry.aes[1])
    try:
        from pyzipper.zipfile_aes import AESZipDecrypter  # takes long to import, and protected archives are few

        return AesCipher(AESZipDecrypter(described, password.encode("utf-8", "surrogateescape"), head))
    except RuntimeError:
        # The two check bytes in the head do not fit this password.
        return None


class OldCipher:
    """PKWARE's traditional cipher.  Each key depends on the plain byte before it, so it runs byte by byte."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        for value in password:
            self._keys = _turn(*self._keys, value)

    def decrypt(self, data: bytes) -> bytes:
        """The plain bytes of the next `data`."""
        table = _CRC
        key0, key1, key2 = self._keys
        plain = bytearray(len(data))
        for index, value in enumerate(data):
            mix = key2 | 2
            byte = value ^ (((mix * (mix ^ 1)) >> 8) & 0xFF)
            plain[index] = byte
            # Written out rather than called: this loop is the whole cost of the cipher.
            key0 = (key0 >> 8) ^ table[(key0 ^ byte) & 0xFF]
            key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            key2 = (key2 >> 8) ^ table[(key2 ^ (key1 >> 24)) & 0xFF]
        self._keys = (key0, key1, key2)
        return bytes(plain)

    def check(self, tail: bytes) -> None:
        """The old cipher authenticates nothing; the checksum of the plain bytes has to do."""


class AesCipher:
    """WinZip's AES in counter mode with its authentication code."""

    def __init__(self, decrypter: "AESZipDecrypter") -> None:
        self._decrypter = decrypter

    def decrypt(self, data: bytes) -> bytes:
        """The plain bytes of the next `data`."""
        plain: bytes = self._decrypter.decrypt(data)
        return plain

    def check(self, tail: bytes) -> None:
        """Compare the authentication code; raises Damaged when the bytes were changed."""
        try:
            self._decrypter.check_hmac(tail)
        except Exception:
            raise Damaged("its authentication code does not fit: the bytes were changed or damaged") from None


Cipher = OldCipher | AesCipher


def decrypted(source: Iterator[bytes], cipher: Cipher) -> Iterator[bytes]:
    """The plain pieces of protected ones."""
    decrypt: Callable[[bytes], bytes] = cipher.decrypt
    return (decrypt(piece) for piece in source)


def _crc_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
    return value


_CRC = tuple(_crc_entry(value) for value in range(256))


def _turn(key0: int, key1: int, key2: int, byte: int) -> tuple[int, int, int]:
    key0 = (key0 >> 8) ^ _CRC[(key0 ^ byte) & 0xFF]
    key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    return key0, key1, (key2 >> 8) ^ _CRC[(key2 ^ (key1 >> 24)) & 0xFF]
