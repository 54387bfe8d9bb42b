# Each target is one line that calls a script or manage.py.
.PHONY: run test lint release bench shots judges oracle

run:      ; @exec bin/setup run
test:     ; @exec bin/setup test
lint:     ; @exec bin/setup lint
release:  ; @exec .venv/bin/python manage.py release

bench:    ; @exec bin/setup bench
shots:    ; @exec bin/setup shots
judges:   ; @exec bin/setup judges
oracle:   ; @exec bin/setup oracle
