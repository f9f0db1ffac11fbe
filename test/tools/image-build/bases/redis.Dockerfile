ARG PARENT
FROM ${PARENT}
RUN groupadd -r -g 999 redis && useradd -r -g redis -u 999 redis && apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server tzdata \
    && rm -rf /var/lib/apt/lists/* && mkdir -p /data && chown redis:redis /data
COPY root /
VOLUME /data
WORKDIR /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
