ARG PARENT
FROM ${PARENT}
ARG EXTRA_CA
COPY root /
RUN groupadd --gid 1000 bun && useradd --uid 1000 --gid bun --shell /bin/sh --create-home bun && ln -s bun /usr/local/bin/bunx \
    && mkdir -p /usr/local/bun-node-fallback-bin && ln -s /usr/local/bin/bun /usr/local/bun-node-fallback-bin/node
ENV NODE_EXTRA_CA_CERTS=${EXTRA_CA} PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bun-node-fallback-bin
WORKDIR /home/bun/app
CMD ["/usr/local/bin/bun"]
