'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');

const app = require('../app');

async function status(path) {
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
		await response.text();
		return response.status;
	} finally {
		server.close();
	}
}

test('a parcel that waits is shown', async () => {
	assert.equal(await status('/parcels/23'), 200);
});

test('a parcel that does not wait is not found', async () => {
	assert.equal(await status('/parcels/1'), 404);
});
