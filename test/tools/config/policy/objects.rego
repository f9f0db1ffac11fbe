# Objects of one release that must know each other. Each message begins with the name of its rule.
package main

import rego.v1

objects := [entry.contents | some entry in input; is_object(entry.contents)]

workloads := [object |
	some object in objects
	object.kind in {"Deployment", "StatefulSet", "DaemonSet"}
]

pods := array.concat(
	[pod | some object in workloads; pod := {"labels": object.spec.template.metadata.labels, "spec": object.spec.template.spec}],
	array.concat(
		[pod | some object in objects; object.kind == "Job"; pod := {"labels": object.spec.template.metadata.labels, "spec": object.spec.template.spec}],
		[pod | some object in objects; object.kind == "Pod"; pod := {"labels": object.metadata.labels, "spec": object.spec}],
	),
)

matches(labels, selector) if {
	every key, value in selector {
		labels[key] == value
	}
}

labels_of(object) := object.spec.template.metadata.labels if object.kind == "Job"

labels_of(object) := object.metadata.labels if object.kind == "Pod"

# what a selector of a Service, a budget or a policy takes must be there, or it protects nobody
selector_of(object) := object.spec.selector if object.kind == "Service"

selector_of(object) := object.spec.selector.matchLabels if object.kind == "PodDisruptionBudget"

selector_of(object) := object.spec.podSelector.matchLabels if object.kind == "NetworkPolicy"

deny contains msg if {
	some object in objects
	selector := selector_of(object)
	count([pod | some pod in pods; matches(pod.labels, selector)]) == 0
	msg := sprintf("selector: %s %s selects no Pod", [object.kind, object.metadata.name])
}

# every Pod has a policy: one without is open in both directions
deny contains msg if {
	some pod in pods
	count([object | some object in objects; object.kind == "NetworkPolicy"; matches(pod.labels, object.spec.podSelector.matchLabels)]) == 0
	msg := sprintf("open: no NetworkPolicy takes the Pods with the labels %s", [json.marshal(pod.labels)])
}

# the Service and the budget take Pods of the workload only, not those of a Job or a test
deny contains msg if {
	some object in objects
	object.kind in {"Service", "PodDisruptionBudget"}
	some other in objects
	other.kind in {"Job", "Pod"}
	matches(labels_of(other), selector_of(object))
	msg := sprintf("stranger: %s %s takes the Pods of %s %s", [object.kind, object.metadata.name, other.kind, other.metadata.name])
}

# an autoscaler and a number of replicas would fight at every release
deny contains msg if {
	some scaler in objects
	scaler.kind == "HorizontalPodAutoscaler"
	some object in workloads
	object.metadata.name == scaler.spec.scaleTargetRef.name
	object.spec.replicas
	msg := sprintf("replicas: %s has replicas and an autoscaler", [object.metadata.name])
}

deny contains msg if {
	some scaler in objects
	scaler.kind == "HorizontalPodAutoscaler"
	count([object | some object in workloads; object.kind == scaler.spec.scaleTargetRef.kind; object.metadata.name == scaler.spec.scaleTargetRef.name]) == 0
	msg := sprintf("target: autoscaler %s scales nothing that is there", [scaler.metadata.name])
}

# a port that is named must have that name in a Pod
deny contains msg if {
	some service in objects
	service.kind == "Service"
	some port in service.spec.ports
	is_string(port.targetPort)
	names := {p.name | some pod in pods; matches(pod.labels, service.spec.selector); some container in pod.spec.containers; some p in container.ports}
	not port.targetPort in names
	msg := sprintf("port: Service %s leads to the port %s, which no Pod has", [service.metadata.name, port.targetPort])
}

deny contains msg if {
	some ingress in objects
	ingress.kind == "Ingress"
	some rule in ingress.spec.rules
	some path in rule.http.paths
	backend := path.backend.service
	count([port | some service in objects; service.kind == "Service"; service.metadata.name == backend.name; some port in service.spec.ports; port.name == backend.port.name]) == 0
	msg := sprintf("backend: Ingress %s leads to %s:%s, which is not there", [ingress.metadata.name, backend.name, backend.port.name])
}

deny contains msg if {
	some monitor in objects
	monitor.kind == "ServiceMonitor"
	some endpoint in monitor.spec.endpoints
	count([port | some service in objects; service.kind == "Service"; matches(service.metadata.labels, monitor.spec.selector.matchLabels); some port in service.spec.ports; port.name == endpoint.port]) == 0
	msg := sprintf("monitor: ServiceMonitor %s asks for the port %s, which no Service has", [monitor.metadata.name, endpoint.port])
}

# the time to end must hold what happens before the signal
deny contains msg if {
	some object in workloads
	some container in object.spec.template.spec.containers
	sleep := container.lifecycle.preStop.sleep.seconds
	object.spec.template.spec.terminationGracePeriodSeconds <= sleep
	msg := sprintf("grace: %s is killed before it is told to end", [object.metadata.name])
}
