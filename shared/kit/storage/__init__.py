"""Bytes outside of the database, named by their sha256: in a folder, or in a bucket that speaks S3."""

from shared.kit.storage.base import NotKeptError, Store, StoreFullError, StoreUnavailableError
from shared.kit.storage.bucket import BucketStore
from shared.kit.storage.folder import FolderStore
from shared.kit.storage.incoming import Incoming, TooLargeError, receive, whole
from shared.kit.storage.settings import StorageSettings

__all__ = [
    "BucketStore", "FolderStore", "Incoming", "NotKeptError", "StorageSettings", "Store", "StoreFullError", "StoreUnavailableError",
    "TooLargeError", "receive", "whole",
]  # fmt: skip
