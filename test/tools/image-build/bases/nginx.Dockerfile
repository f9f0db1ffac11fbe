ARG PARENT
FROM ${PARENT}
RUN groupadd --system --gid 101 nginx && useradd --system --gid nginx --no-create-home --home /nonexistent --shell /bin/false --uid 101 nginx \
    && apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx gettext-base curl ca-certificates && rm -rf /var/lib/apt/lists/* \
    && cd /etc/nginx && rm -rf sites-* modules-* snippets conf.d koi-* win-utf proxy_params nginx.conf /usr/share/nginx/html/* && mkdir conf.d \
    && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log && chmod 755 /var/log/nginx
COPY root/nginx.conf /etc/nginx/nginx.conf
COPY root/nginx-default.conf /etc/nginx/conf.d/default.conf
USER 101
EXPOSE 8080
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
