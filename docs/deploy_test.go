package docs_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ketenkaart/api/streamtest"
	"ketenkaart/e2e/world"
)

var told = regexp.MustCompile(`KETENKAART_[A-Z_]+`)

// TestDeployedSettings looks whether the program knows what the files for other machines set.
func TestDeployedSettings(t *testing.T) {
	known := read(t, "server.go") + read(t, "signin.go") + read(t, "door.go") + read(t, "api/limits.go")
	files, err := filepath.Glob(filepath.Join(root, "deploy/*/*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there is nothing in deploy/: %v", err)
	}
	for _, file := range append(files, filepath.Join(root, "docker-compose.yml")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range told.FindAllString(string(text), -1) {
			if !strings.Contains(known, `env:"`+name+`"`) {
				t.Errorf("%s sets %s, which the program does not know", file, name)
			}
		}
	}
}

// TestUnit has systemd read the unit, with a program that is there.
func TestUnit(t *testing.T) {
	verify, there := tool(t, "systemd-analyze")
	if !there {
		return
	}
	unit := filepath.Join(t.TempDir(), "ketenkaart.service")
	text := strings.ReplaceAll(read(t, "deploy/systemd/ketenkaart.service"), "/usr/local/bin/ketenkaart", "/bin/true")
	if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(verify, "verify", unit).CombinedOutput(); err != nil || len(bytes.TrimSpace(said)) > 0 {
		t.Errorf("%v\n%s", err, said)
	}
}

// tool finds a program that not each machine has.
func tool(t *testing.T, name string) (string, bool) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs %s ###\n\n", t.Name(), name)
	}
	return path, err == nil
}

// TestProxies asks and subscribes through real proxies, with the recipes of deploy/.
func TestProxies(t *testing.T) {
	server := world.Embedded(t)
	behind, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, proxy := range []struct {
		name, recipe string
		// certified are the lines about certificates, which the recipe has for a name that this machine does not have.
		certified  *regexp.Regexp
		listen     string
		configured func(recipe, folder string) string
		arguments  []string
	}{
		{"nginx", "deploy/nginx/ketenkaart.conf", regexp.MustCompile(`(?m)^ *ssl_.*\n`), "443 ssl", func(recipe, folder string) string {
			paths := ""
			for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				paths += kind + "_temp_path " + folder + "/" + kind + ";\n"
			}
			return "daemon off;\npid " + folder + "/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + paths + recipe + "}\n"
		}, []string{"-e", "stderr", "-c"}},
		{"caddy", "deploy/caddy/Caddyfile", regexp.MustCompile(`^$`), "kaart.example.nl {", func(recipe, _ string) string {
			return "{\n\tadmin off\n\tauto_https off\n\tgrace_period 1s\n}\n" + recipe
		},
			[]string{"run", "--adapter", "caddyfile", "--config"}},
	} {
		t.Run(proxy.name, func(t *testing.T) {
			path, there := tool(t, proxy.name)
			if !there {
				return
			}
			folder, address := t.TempDir(), freeAddress(t)
			listen := map[string]string{"nginx": address, "caddy": "http://" + address + " {"}[proxy.name]
			recipe := strings.NewReplacer("127.0.0.1:8080", behind.Host, proxy.listen, listen).Replace(proxy.certified.ReplaceAllString(read(t, proxy.recipe), ""))
			recipe = strings.ReplaceAll(recipe, "# Caddy in front", "# In front")
			config := filepath.Join(folder, "config")
			if err := os.WriteFile(config, []byte(proxy.configured(recipe, folder)), 0o600); err != nil {
				t.Fatal(err)
			}
			startProxy(t, folder, address, path, append(proxy.arguments, config)...)
			through := world.Server{Name: proxy.name, URL: "http://" + address + behind.Path}
			if answer := through.Post(t, []byte(`{"query":"{ partner(key: \"vitens\") { name } }"}`)); !strings.Contains(answer, "Vitens N.V.") {
				t.Errorf("a query through %s: %s", proxy.name, answer)
			}
			const subscription = `subscription { changes(afterRevision: 0) { revision } }`
			for kind, over := range streamtest.Kinds() {
				stream := over(t, through.URL, subscription, nil)
				if event := stream.Next(t); !strings.Contains(event.Payload, `"revision":1`) {
					t.Errorf("the first event over %s through %s: %v", kind, proxy.name, event)
				}
				stream.Close()
			}
		})
	}
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// startProxy runs a proxy until the test ends, and waits until it answers.
func startProxy(t *testing.T, folder, address, path string, arguments ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var said bytes.Buffer
	proxy := exec.CommandContext(ctx, path, arguments...)
	proxy.Dir, proxy.Env = folder, append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	proxy.Stdout, proxy.Stderr = &said, &said
	proxy.Cancel = func() error { return proxy.Process.Signal(os.Interrupt) }
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = proxy.Wait() // it was told to stop
		if t.Failed() {
			t.Logf("%s said:\n%s", path, said.String())
		}
	})
	for deadline := time.Now().Add(time.Minute); ; {
		answer, err := http.Get("http://" + address + "/health/ready")
		if err == nil {
			answer.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer: %v", path, err)
		}
		<-time.After(20 * time.Millisecond)
	}
}
