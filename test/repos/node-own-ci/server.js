'use strict';

const app = require('./app');

const port = process.env.PORT || 4000;

const server = app.listen(port, '0.0.0.0', () => {
	console.log('parcel desk on port %s', port);
});

process.on('SIGTERM', () => server.close());
process.on('SIGINT', () => server.close());
