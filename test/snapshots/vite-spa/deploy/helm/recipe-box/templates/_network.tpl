{{- define "recipe-box.dns" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* Names, the ports of what the service talks to, and what values add to them. */}}
{{- define "recipe-box.egress" -}}
{{ include "recipe-box.dns" . }}
{{- range .Values.networkPolicy.egressPorts }}
- ports:
    - port: {{ . }}
      protocol: TCP
{{- end }}
{{- with .Values.networkPolicy.egress }}
{{ toYaml . }}
{{- end }}
{{- end }}
