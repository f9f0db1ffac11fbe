#!/bin/sh
# shellcheck disable=SC2086
cat $1
