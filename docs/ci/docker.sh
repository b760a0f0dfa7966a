#!/bin/sh
# Builds the image and converts manifests/ with it, as the user who calls this.
set -eu
docker build --tag routeshift .
docker run --rm --volume "$PWD:/work" --user "$(id -u):$(id -g)" routeshift \
  convert manifests/ --output gateway/ --report text
