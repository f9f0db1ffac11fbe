{{- define "parcel-labels.dns" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* Names, the ports of what the service talks to, and what values add to them. */}}
{{- define "parcel-labels.egress" -}}
{{ include "parcel-labels.dns" . }}
{{- range .Values.networkPolicy.egressPorts }}
- ports:
    - port: {{ . }}
      protocol: TCP
{{- end }}
{{- with .Values.networkPolicy.egress }}
{{ toYaml . }}
{{- end }}
{{- end }}
