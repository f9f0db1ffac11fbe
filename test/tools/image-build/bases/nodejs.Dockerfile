ARG PARENT
FROM ${PARENT}
COPY root /
ENTRYPOINT ["/nodejs/bin/node"]
CMD []
