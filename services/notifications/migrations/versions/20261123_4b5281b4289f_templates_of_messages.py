"""templates of messages"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '4b5281b4289f'
down_revision = '4a4953f267b8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('templates',
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('saying', sa.String(length=40), nullable=False),
    sa.Column('family', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=True),
    sa.Column('activated_at', columns.UtcInstant(), nullable=True),
    sa.Column('retired_at', columns.UtcInstant(), nullable=True),
    sa.Column('failed_at', columns.UtcInstant(), nullable=True),
    sa.Column('failure', sa.String(length=300), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("family in ('inbox', 'email', 'short', 'markdown')", name=op.f('ck_templates_family')),
    sa.CheckConstraint("language in ('zh', 'en')", name=op.f('ck_templates_language')),
    sa.CheckConstraint("state in ('draft', 'active', 'retired')", name=op.f('ck_templates_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_templates')),
    sa.UniqueConstraint('region_path', 'saying', 'family', 'language', 'edition', name='uq_templates_edition')
    )
    with op.batch_alter_table('templates', schema=None) as batch_op:
        batch_op.create_index('ix_templates_region_path_id', ['region_path', 'id'], unique=False)
        batch_op.create_index('uq_templates_active', ['region_path', 'saying', 'family', 'language'], unique=True, postgresql_where=sa.text("state = 'active'"), sqlite_where=sa.text("state = 'active'"))

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('saying', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('places', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('made_by', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('fell_back', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_column('fell_back')
        batch_op.drop_column('made_by')
        batch_op.drop_column('places')
        batch_op.drop_column('saying')

    with op.batch_alter_table('templates', schema=None) as batch_op:
        batch_op.drop_index('uq_templates_active', postgresql_where=sa.text("state = 'active'"), sqlite_where=sa.text("state = 'active'"))
        batch_op.drop_index('ix_templates_region_path_id')

    op.drop_table('templates')
