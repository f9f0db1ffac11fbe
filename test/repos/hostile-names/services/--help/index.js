#!/usr/bin/env node
module.exports = '--help'
