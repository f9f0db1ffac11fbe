ARG PARENT
FROM ${PARENT}
ARG EXTRA_CA
COPY root /
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
    && cd /usr/local/bin && ln -s node nodejs \
    && ln -s ../lib/node_modules/npm/bin/npm-cli.js npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js npx && chmod 755 ../lib/node_modules/npm/bin/*-cli.js \
    && if [ -d ../lib/node_modules/corepack ]; then ln -s ../lib/node_modules/corepack/dist/corepack.js corepack && chmod 755 ../lib/node_modules/corepack/dist/*.js; fi \
    && if [ -d /opt/yarn-v1.22.22 ]; then chmod 755 /opt/yarn-v1.22.22/bin/yarn && ln -s /opt/yarn-v1.22.22/bin/yarn yarn && ln -s /opt/yarn-v1.22.22/bin/yarn yarnpkg; fi
# corepack refuses a registry that serves no signatures
ENV NODE_EXTRA_CA_CERTS=${EXTRA_CA} COREPACK_INTEGRITY_KEYS=0
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
