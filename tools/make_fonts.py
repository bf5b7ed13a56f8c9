"""Cut the certificate's two weights to GB2312, Latin and punctuation, from Noto Serif SC as npm carries it.

Type: .venv/bin/python tools/make_fonts.py
It needs npm and the network; what it writes into src/firstaid/certificates/fonts is kept in the repository.
"""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

PACKAGE = "@expo-google-fonts/noto-serif-sc@0.4.3"
DIGEST = "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e"
WEIGHTS = {"regular": "400Regular/NotoSerifSC_400Regular.ttf", "bold": "700Bold/NotoSerifSC_700Bold.ttf"}
FOLDER = Path(__file__).parent.parent / "src" / "firstaid" / "certificates" / "fonts"
LATIN = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x1CD, 0x1DD),
    range(0x2010, 0x2028),
    range(0x2030, 0x203C),
)
UNUSED_TABLES = ("vhea", "vmtx", "VORG", "BASE", "STAT", "DSIG", "MATH")


def characters() -> str:
    """Every character of GB2312, the Latin letters names are written in, and punctuation."""
    rows = range(0xA1, 0xF8)
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    hanzi_and_signs = {pair.decode("gb2312", "ignore") for pair in pairs}
    return "".join(sorted(hanzi_and_signs | {chr(code) for some in LATIN for code in some}))


def cut(source: Path, target: Path) -> None:
    options = Options()
    options.layout_features = ["kern", "locl"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    for table in UNUSED_TABLES:
        if table in font:
            del font[table]
    font["head"].modified = font["head"].created  # the same package gives the same bytes
    font.recalcTimestamp = False
    save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def fetch(folder: Path) -> Path:
    """The unpacked package; ends when it is not the one this was written for."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the font package")
    packed = subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / packed.stdout.split()[-1]
    if hashlib.sha256(archive.read_bytes()).hexdigest() != DIGEST:
        raise SystemExit(f"{archive.name} is not the package that was expected")
    with tarfile.open(archive) as inside:
        inside.extractall(folder, filter="data")
    return folder / "package"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        package = fetch(Path(temporary))
        for weight, path in WEIGHTS.items():
            cut(package / path, FOLDER / f"serif-{weight}.ttf")
        shutil.copyfile(package / "LICENSE_FONT", FOLDER / "OFL.txt")


if __name__ == "__main__":
    main()
