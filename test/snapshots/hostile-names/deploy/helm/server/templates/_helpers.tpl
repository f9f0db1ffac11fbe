{{/* Name of all objects: that of the release, which is the chart's unless somebody chose another one. */}}
{{- define "server.fullname" -}}
{{- if or (contains .Chart.Name .Release.Name) (hasPrefix .Release.Name .Chart.Name) -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What tells the Pods of the service from all others: never changes in the life of a release. */}}
{{- define "server.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "server.labels" -}}
{{ include "server.selector" . }}
{{ include "server.commonLabels" . }}
{{- end }}

{{/* Also for Pods that are no part of the service: Service, budget and autoscaler must not take them for it. */}}
{{- define "server.commonLabels" -}}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
{{- end }}

{{- define "server.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}

{{- define "server.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int64 .Values.user }}
runAsGroup: {{ int64 .Values.user }}
fsGroup: {{ int64 .Values.user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "server.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ int64 .Values.user }}
runAsGroup: {{ int64 .Values.user }}
capabilities:
  drop:
    - ALL
{{- end }}

{{/* The only folders that can be written to; what is in them is gone with the Pod. */}}
{{- define "server.writableMounts" -}}
{{- range $i, $folder := .Values.writableFolders }}
- name: writable-{{ $i }}
  mountPath: {{ $folder | quote }}
{{- end }}
{{- end }}

{{- define "server.writableVolumes" -}}
{{- range $i, $folder := .Values.writableFolders }}
- name: writable-{{ $i }}
  emptyDir:
    sizeLimit: 64Mi
{{- end }}
{{- end }}
