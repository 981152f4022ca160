"""The ciphertexts of the APIs as bytes that a test may bend: flip a bit, rename the key, spell them otherwise."""

import base64
import hashlib
import uuid


def _unpadded(text):
    return text.rstrip("=")


def _url_safe(text):
    return text.replace("+", "-").replace("/", "_")


def _trailing_bits(text):
    """The same bytes for a lax decoder: a last character whose unused bits are not zero."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = text.rstrip("=")
    if len(body) == len(text):
        return text
    return body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + text[len(body):]


_RESPELL = {
    "unpadded": _unpadded,
    "url-safe": _url_safe,
    "blank inside": lambda text: text[:4] + " " + text[4:],
    "blank in front": lambda text: " " + text,
    "blank behind": lambda text: text + " ",
    "line end inside": lambda text: text[:4] + "\n" + text[4:],
    "line end behind": lambda text: text + "\r\n",
    "trailing bits": _trailing_bits,
    "more padding": lambda text: text + "====",
    "nothing": lambda text: "",
}


def _base64_spellings(text):
    for name, respell in _RESPELL.items():
        if (other := respell(text)) != text:
            yield name, other


def _flipped(data, bit):
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


class ThreePieces:
    """base64 -k- base64 -k- base64, with the key id in clear behind two bytes of the first."""

    @staticmethod
    def split(text):
        return [base64.b64decode(piece, validate=True) for piece in text.split("-k-")]

    @staticmethod
    def join(pieces):
        return "-k-".join(base64.b64encode(piece).decode() for piece in pieces)

    @classmethod
    def flips(cls, text):
        """Every single bit flipped; with each whether it hits the key's id."""
        pieces = cls.split(text)
        for index, piece in enumerate(pieces):
            for bit in range(len(piece) * 8):
                altered = pieces[:index] + [_flipped(piece, bit)] + pieces[index + 1:]
                yield cls.join(altered), index == 0 and 2 <= bit // 8 < 18

    @classmethod
    def renamed(cls, text, key):
        first, *rest = cls.split(text)
        return cls.join([first[:2] + uuid.UUID(key).bytes + first[18:], *rest])

    @staticmethod
    def spellings(text):
        pieces = text.split("-k-")
        for index, piece in enumerate(pieces):
            for name, other in _base64_spellings(piece):
                yield f"piece {index}: {name}", "-k-".join(pieces[:index] + [other] + pieces[index + 1:])
        yield "a fourth piece", text + "-k-" + pieces[2]
        yield "two pieces", "-k-".join(pieces[:2])
        yield "another separator", text.replace("-k-", "-K-")


class Trailed:
    """Bytes with the key id as text near the end and a closing SHA-256; as base64, or as hexadecimal."""

    def __init__(self, encode, decode):
        self.encode, self.decode = encode, decode

    @staticmethod
    def close(data):
        return data[:-32] + hashlib.sha256(data[:-32]).digest()

    def flips(self, text):
        """Every bit flipped, once as it is and once with the closing SHA-256 made right."""
        data = self.decode(text)
        id_end = len(data) - 36
        for bit in range(len(data) * 8):
            altered = _flipped(data, bit)
            yield self.encode(altered), False  # the digest is wrong: the key is not even looked for
            if bit // 8 < len(data) - 32:
                yield self.encode(self.close(altered)), id_end - 36 <= bit // 8 < id_end

    def renamed(self, text, key):
        data = self.decode(text)
        id_end = len(data) - 36
        return self.encode(self.close(data[:id_end - 36] + key.encode() + data[id_end:]))


class TrailedBase64(Trailed):
    def __init__(self):
        super().__init__(lambda data: base64.b64encode(data).decode(),
                         lambda text: base64.b64decode(text, validate=True))

    @staticmethod
    def spellings(text):
        yield from _base64_spellings(text)


class TrailedHex(Trailed):
    def __init__(self):
        super().__init__(lambda data: data.hex().upper(), bytes.fromhex)

    @staticmethod
    def spellings(text):
        yield "odd", text[:-1]
        yield "no digit", "G" + text[1:]
        yield "blank inside", text[:4] + " " + text[4:]
        yield "prefix", "0x" + text
        yield "line end behind", text + "\n"


class Bare:
    """An asymmetric ciphertext in base64: no key is named in it."""

    @staticmethod
    def flips(text):
        data = base64.b64decode(text, validate=True)
        for bit in range(0, len(data) * 8, 7):  # every bit would be thousands of private-key operations
            yield base64.b64encode(_flipped(data, bit)).decode(), False

    @staticmethod
    def spellings(text):
        yield from _base64_spellings(text)
