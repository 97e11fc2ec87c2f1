"""Where a service keeps bytes: a folder unless a bucket is named."""

from pathlib import Path

from pydantic import Field, SecretStr

from shared.kit.settings import ServiceSettings
from shared.kit.storage.base import Store
from shared.kit.storage.bucket import BucketStore
from shared.kit.storage.folder import FolderStore


class StorageSettings(ServiceSettings):
    """What a service with uploads needs besides."""

    bucket: str = Field("", description="S3 bucket for uploaded bytes, `s3://bucket/prefix`; empty means the folder")
    bucket_endpoint: str = Field("", description="address of an S3-compatible server; empty means Amazon's")
    bucket_region: str = Field("us-east-1", description="region of the bucket")
    bucket_key: str = Field("", description="access key id; empty means the machine's own identity")
    bucket_secret: SecretStr = Field(SecretStr(""), description="secret of the access key")

    def store(self, folder: Path) -> Store:
        """The store as configured; ``folder`` where no bucket is."""
        if not self.bucket:
            return FolderStore(folder)
        secret = self.bucket_secret.get_secret_value()
        return BucketStore(self.bucket, endpoint=self.bucket_endpoint, key=self.bucket_key, secret=secret, region=self.bucket_region)
