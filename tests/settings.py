"""Settings of the tests: the portal's own, on a throw-away server that runs as fast as it can.

The process that pytest was started in starts the server and has a migrated database made, once;
pytest-xdist's workers find both in the environment. TEST_DATABASE_URL names another server
instead. Anything that a developer's shell may set is set aside, so that tests mean the same
everywhere.
"""

import os

from ekst import embedded
from tests import migrated

for name in ("ALLOWED_HOSTS", "BASE_URL", "DEBUG", "EKST_DEMO", "EMAIL_URL", "PORT"):
    os.environ.pop(name, None)
if ours := "TEST_DATABASE_URL" not in os.environ:
    os.environ["TEST_DATABASE_URL"] = embedded.start(
        embedded.var_dir() / "test-postgres", durable=False
    )
if "TEST_DATABASE_TEMPLATE" not in os.environ:
    os.environ["TEST_DATABASE_TEMPLATE"] = migrated.make(os.environ["TEST_DATABASE_URL"], ours=ours)
# Two runs at once on one server keep apart; the workers of one run go by their own suffix.
os.environ.setdefault("TEST_DATABASE_NAME", f"test_ekst_{os.getpid()}")
os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
os.environ["SECRET_KEY"] = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"

from ekst.settings import *  # noqa: E402, F403
from ekst.settings import DATABASES  # noqa: E402

# A live server has a thread for each connection of a browser; none of them keeps a session.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {
    "NAME": os.environ["TEST_DATABASE_NAME"],
    "TEMPLATE": os.environ["TEST_DATABASE_TEMPLATE"],
}

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The pages' own middleware, without looking for static files that nobody collected.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405

# TASKS stays as it is. A task that a test enqueues is a row in the database, as it is in
# production: it goes when the transaction rolls back, its arguments must be JSON, and it runs
# when the test says so, with the fixture `run_tasks`. ImmediateBackend would run it inside the
# caller's transaction and DummyBackend never.
