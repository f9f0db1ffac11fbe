{{/* Name of all objects: that of the release, which is the chart's unless somebody chose another one. */}}
{{- define "parcel-labels.fullname" -}}
{{- if or (contains .Chart.Name .Release.Name) (hasPrefix .Release.Name .Chart.Name) -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What tells the Pods of the service from all others: never changes in the life of a release. */}}
{{- define "parcel-labels.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "parcel-labels.labels" -}}
{{ include "parcel-labels.selector" . }}
{{ include "parcel-labels.commonLabels" . }}
{{- end }}

{{/* Also for Pods that are no part of the service: Service, budget and autoscaler must not take them for it. */}}
{{- define "parcel-labels.commonLabels" -}}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
{{- end }}

{{- define "parcel-labels.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}

{{- define "parcel-labels.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int64 .Values.user }}
runAsGroup: {{ int64 .Values.user }}
fsGroup: {{ int64 .Values.user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "parcel-labels.containerSecurity" -}}
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
{{- define "parcel-labels.writableMounts" -}}
{{- range $i, $folder := .Values.writableFolders }}
- name: writable-{{ $i }}
  mountPath: {{ $folder | quote }}
{{- end }}
{{- end }}

{{- define "parcel-labels.writableVolumes" -}}
{{- range $i, $folder := .Values.writableFolders }}
- name: writable-{{ $i }}
  emptyDir:
    sizeLimit: 64Mi
{{- end }}
{{- end }}
