ARG PARENT
FROM ${PARENT} AS made
WORKDIR /packages
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates && apt-get download -qq base-files netbase tzdata media-types \
    && for package in *.deb; do dpkg-deb -x "$package" /out && mkdir -p /out/var/lib/dpkg/status.d && dpkg-deb -f "$package" > "/out/var/lib/dpkg/status.d/${package%%_*}"; done \
    && mkdir -p /out/etc/ssl/certs /out/home /out/root /out/tmp && chmod 700 /out/root && chmod 1777 /out/tmp \
    && install -d -m 700 -o 65532 -g 65532 /out/home/nonroot && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \
    && printf 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /out/etc/passwd \
    && printf 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n' > /out/etc/group && printf 'hosts: files dns\n' > /out/etc/nsswitch.conf \
    && rm -rf /out/usr/share/doc /out/usr/share/man /out/usr/share/lintian

FROM scratch
COPY --from=made /out /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot
