"""audit chain"""

from shared.kit.audit_chain_schema import add_audit_chain, drop_audit_chain

revision = '8426a6c87aa4'
down_revision = '750f8a3e766b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_audit_chain()


def downgrade() -> None:
    drop_audit_chain()
