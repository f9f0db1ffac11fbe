import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from './app.js';

let server: Server;
let base: string;

beforeEach(async () => {
  server = createApp().listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
});

function put(url: string): Promise<Response> {
  return fetch(`${base}/shelves/garden`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
}

test('a link that was put on a shelf is found there', async () => {
  expect((await put('https://example.org/roses')).status).toBe(201);
  const shelf = await fetch(`${base}/shelves/garden`);
  expect(await shelf.json()).toEqual(['https://example.org/roses']);
});

test('what is no link is refused', async () => {
  expect((await put('roses')).status).toBe(422);
});
