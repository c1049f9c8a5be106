"""What the folder of real scans and hostile files is known to hold, as its `SOURCES.md` says. Pages count from 0."""

LAW_PAGES = 107
"""Of all files of `ordinary/`; every one has its text."""

LOCKED: dict[str, str | None] = {
    "password-is-test.pdf": "test",
    "r2-user-password.pdf": "asdfzxcv",
    "r4-aes-user-password.pdf": "asdfzxcv",
    "r6-user-password.pdf": "asdfzxcv",
    "encryption_openpassword.pdf": "test123",
    "encrypted_version2_revision3_128bit_rc4_user_pass_apples.pdf": "apples",
    "encrypted.pdf": None,
    "paperless-ngx_encrypted.pdf": None,
}
"""Files of `hostile/` that a password opens, and the password where it is known."""

MIXED: dict[str, tuple[str, ...]] = {
    "single-page-mixed.pdf": ("image", "further", "digital"),
    "multi-page-mixed.pdf": ('"page 2"', '"page 5"'),
    "tagged-but-no-text.pdf": ("test",),
}
"""Files of `hostile/` with some text of their own, and what to search that only their pictures say."""

PARTED: dict[str, tuple[int, ...]] = {
    "patch-code-t.pdf": (0,),
    "patch-code-t-middle.pdf": (1,),
    "patch-code-t-middle-reverse.pdf": (1,),
    "several-patcht-codes.pdf": (2, 5),
    "patch-code-t-qr.pdf": (0,),
    "barcode-128-custom.pdf": (),
}
"""Files of `barcodes/` and their pages that separate."""

NUMBERED: dict[str, dict[int, tuple[int, ...]]] = {
    "split-by-asn-1.pdf": {123: (0, 1), 124: (2,), 125: (3, 4, 5), 126: (6, 7), 127: (8, 9)},
    "barcode-39-asn-123.pdf": {123: (0,)},
    "barcode-qr-asn-000123-upscale-dpi.pdf": {123: (0,)},
}
"""Files of `barcodes/` that bear serial numbers, and the pages of each number's document."""

OTHER_CODES: dict[str, tuple[str, str]] = {"barcode-128-custom.pdf": ("Code128", "CUSTOM BARCODE")}
"""Files of `barcodes/` whose first page bears a code that means nothing to us: its format and text."""
