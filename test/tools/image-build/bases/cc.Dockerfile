ARG PARENT
ARG ARGUMENT
FROM debian:${ARGUMENT}-slim AS made
ARG ARGUMENT
WORKDIR /packages
# both releases have their libraries below /usr; the static image brings the links to it in trixie, not in bookworm
RUN apt-get update -qq && mkdir -p /out && for folder in lib lib64 bin sbin; do mkdir -p "/out/usr/$folder" && ln -s "usr/$folder" "/out/$folder"; done \
    && if [ "$ARGUMENT" = trixie ]; then more='libssl3t64 libzstd1 zlib1g gcc-14-base'; else more='libssl3 gcc-12-base'; fi \
    && apt-get download -qq libc6 libgcc-s1 libgomp1 libstdc++6 $more \
    && for package in *.deb; do dpkg-deb -x "$package" /out; done \
    && if [ "$ARGUMENT" = trixie ]; then rm /out/lib /out/lib64 /out/bin /out/sbin; fi \
    && rm -rf /out/usr/bin /out/usr/sbin /out/usr/share/doc /out/usr/share/man /out/usr/share/locale /out/usr/share/lintian /out/usr/lib/systemd

FROM ${PARENT}
COPY --from=made /out /
