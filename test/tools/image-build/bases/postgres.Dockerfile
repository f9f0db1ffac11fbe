ARG PARENT
FROM ${PARENT}
ARG ARGUMENT
ENV LANG=en_US.utf8 PG_MAJOR=${ARGUMENT} PGDATA=/var/lib/postgresql/${ARGUMENT}/docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/${ARGUMENT}/bin
RUN groupadd -r postgres --gid=999 && useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres \
    && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql && apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends gosu locales xz-utils zstd postgresql-common \
    && echo 'en_US.UTF-8 UTF-8' > /etc/locale.gen && locale-gen > /dev/null && sed -ri 's/#(create_main_cluster) .*$/\1 = false/' /etc/postgresql-common/createcluster.conf \
    && apt-get install -y -qq --no-install-recommends "postgresql-$PG_MAJOR" && rm -rf /var/lib/apt/lists/* \
    && sed -ri "s!^#?(listen_addresses)\s*=.*!\1 = '*'!" "/usr/share/postgresql/$PG_MAJOR/postgresql.conf.sample" \
    && install -d -o postgres -g postgres -m 3777 /var/run/postgresql && mkdir -p /docker-entrypoint-initdb.d
COPY root /
VOLUME /var/lib/postgresql
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
