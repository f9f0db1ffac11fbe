import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeedsService } from './seeds.service';

test('seeds are offered in the order of the alphabet', () => {
  assert.deepEqual(new SeedsService().offered(), ['borage', 'marigold', 'tomato']);
});
