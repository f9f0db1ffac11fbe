'use strict';

const express = require('express');
const prodReady = require('./prod-ready');

const parcels = [
	{ id: 17, to: 'ground floor' },
	{ id: 23, to: 'attic' },
];

const app = express();
prodReady.harden(app);

app.get('/health', (req, res) => {
	res.send('ok');
});

app.get('/parcels/:id', (req, res) => {
	const parcel = parcels.find(({ id }) => id === Number(req.params.id));
	if (!parcel) {
		return res.sendStatus(404);
	}
	res.json(parcel);
});

module.exports = app;
