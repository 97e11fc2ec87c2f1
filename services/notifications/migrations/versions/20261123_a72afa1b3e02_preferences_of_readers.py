"""preferences of readers"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'a72afa1b3e02'
down_revision = '9baafe5f5746'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('preferences',
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('channels', columns.Document, nullable=False),
    sa.Column('quiet', columns.Document, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("language in ('zh', 'en')", name=op.f('ck_preferences_language')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preferences'))
    )


def downgrade() -> None:
    op.drop_table('preferences')
