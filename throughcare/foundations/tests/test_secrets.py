"""A kept secret is made once, and only its owner can read it."""

from throughcare.foundations.secrets import kept_secret


def test_it_is_made_once(tmp_path):
    made = kept_secret(tmp_path / "new" / "secret")
    assert len(made) > 50
    assert kept_secret(tmp_path / "new" / "secret") == made


def test_only_its_owner_can_read_it(tmp_path):
    kept_secret(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
