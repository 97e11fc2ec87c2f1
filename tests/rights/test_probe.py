import time
async def test_it(world):
    print(sorted(world.ids))
