# Each target is one line that calls a script or manage.py.
.PHONY: run test lint release bench bench-studio bench-hit bench-editor bench-preview bench-search bench-scale relevance exactness memory soak drill drill-backup drill-upgrade editor-drill drill-dates drill-spam drill-crawl crawl-economy fuzz api-fuzz mutants shots shots-studio judges judge-studio judge-machines deploy-debian deploy-image deploy-test oracle audit sbom

run:      ; @exec bin/setup run
test:     ; @exec bin/setup test
lint:     ; @exec bin/setup lint
release:  ; @exec .venv/bin/python manage.py release

bench bench-studio bench-hit bench-editor bench-preview bench-search bench-scale relevance exactness memory soak drill drill-backup drill-upgrade editor-drill drill-dates drill-spam drill-crawl crawl-economy fuzz api-fuzz mutants shots shots-studio judges judge-studio judge-machines deploy-debian deploy-image deploy-test oracle audit sbom: ; @exec bin/setup $@
