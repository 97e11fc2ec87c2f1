"""audit chain"""

from shared.kit.audit_chain_schema import add_audit_chain, drop_audit_chain

revision = '4d501dbefe8e'
down_revision = 'f09f2a0c14c4'
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_audit_chain()


def downgrade() -> None:
    drop_audit_chain()
