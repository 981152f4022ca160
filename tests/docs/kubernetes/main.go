// Checks Kubernetes objects (YAML on standard input) without a cluster: strictly against Kubernetes' own types, so that
// an unknown or misplaced field is an error, and each pod against the pod security of the restricted level, with the
// code that a cluster admits pods with.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	strict "sigs.k8s.io/yaml"
)

type kind struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

var objects = map[kind]func() any{
	{"v1", "Namespace"}:        func() any { return &corev1.Namespace{} },
	{"v1", "ConfigMap"}:        func() any { return &corev1.ConfigMap{} },
	{"v1", "Service"}:          func() any { return &corev1.Service{} },
	{"apps/v1", "StatefulSet"}: func() any { return &appsv1.StatefulSet{} },
}

func checkPod(spec *corev1.PodSpec, template *corev1.PodTemplateSpec) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		return err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	verdict := policy.AggregateCheckResults(evaluator.EvaluatePod(restricted, &template.ObjectMeta, spec))
	if !verdict.Allowed {
		return fmt.Errorf("restricted pod security forbids it: %s", verdict.ForbiddenDetail())
	}
	return nil
}

func check(document []byte) error {
	var which kind
	if err := strict.Unmarshal(document, &which); err != nil {
		return err
	}
	make, known := objects[which]
	if !known {
		return fmt.Errorf("no type for %v", which)
	}
	object := make()
	if err := strict.UnmarshalStrict(document, object); err != nil {
		return fmt.Errorf("%s: %w", which.Kind, err)
	}
	fmt.Println(which.Kind)
	if set, ok := object.(*appsv1.StatefulSet); ok {
		return checkPod(&set.Spec.Template.Spec, &set.Spec.Template)
	}
	return nil
}

func main() {
	reader := yaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err == nil {
			err = check(document)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
