"""audit chain"""

from shared.kit.audit_chain_schema import add_audit_chain, drop_audit_chain

revision = 'cbb770933c01'
down_revision = '9a622f6acc6a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_audit_chain()


def downgrade() -> None:
    drop_audit_chain()
