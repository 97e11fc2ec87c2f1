"""audit chain"""

from shared.kit.audit_chain_schema import add_audit_chain, drop_audit_chain

revision = 'd64b4aedbca6'
down_revision = '6309487c3812'
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_audit_chain()


def downgrade() -> None:
    drop_audit_chain()
