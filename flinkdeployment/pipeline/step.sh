# What every step begins with. It is sourced: root is the repository's folder, step the script's name.
# shellcheck shell=sh
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
step=$(basename -- "$0")
# What the image is called, without a tag.
image=$(awk '$1 == "image:" { print $2 }' "$root/flinkdeployment/base/flinkdeployment.yaml")

# What was asked for cannot be done, or has failed.
refuse() {
    echo "$step: $1" >&2
    exit 1
}

# It was called wrongly, or something that it needs is missing.
stop() {
    echo "$step: $1" >&2
    exit 2
}

# needs TOOL WHERE-TO-GET-IT
needs() {
    command -v "$1" >/dev/null 2>&1 || stop "$1 is not here; $2"
}

needs_kubectl() {
    needs kubectl 'it renders the manifests: https://kubernetes.io/docs/tasks/tools'
}

# A tag is three numbers, and what the version of a road file is (16 digits) can be none.
check_tag() {
    echo "$1" | grep -Eqx '(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?' ||
        stop "'$1' is no tag of a release; they are like 0.2.0 or 0.2.0-rc.1"
}

check_environment() {
    case $1 in
        dev | prod) ;;
        *) stop "there is no environment '$1'; there are dev and prod" ;;
    esac
}

# The file that names the tag of an environment, from the repository's root on.
file_of() {
    echo "flinkdeployment/overlays/$1/kustomization.yaml"
}

# The tag that the environment's file in this folder names.
tag_of() {
    tag_named_in <"$root/$(file_of "$1")"
}

tag_named_in() {
    awk -v name="$image" '$1 == "-" { ours = $3 == name } ours && $1 == "newTag:" { gsub(/"/, "", $2); print $2 }'
}

# What is committed is what is tried, and the past has to be whole to know which tags there were.
check_repository() {
    needs git 'https://git-scm.com'
    [ -z "$(git -C "$root" status --porcelain)" ] ||
        refuse 'there are changes that are not committed; commit or stash them (git status)'
    [ "$(git -C "$root" rev-parse --is-shallow-repository)" = false ] ||
        refuse 'this clone has not the whole past; git fetch --unshallow, or tell the CI to fetch all of it'
}

# Whether some commit has brought this tag to the environment: tags_of ENVIRONMENT | grep -qxF TAG
tags_of() {
    file=$(file_of "$1")
    git -C "$root" log --format=%H -- "$file" | while read -r commit; do
        git -C "$root" show "$commit:$file" 2>/dev/null | tag_named_in
    done
}

# Writes the tag into the environment's file, and holds what is rendered then to it: set_tag ENVIRONMENT TAG
set_tag() {
    file=$(file_of "$1")
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    awk -v name="$image" -v tag="$2" '
        $1 == "-" { ours = $3 == name }
        ours && $1 == "newTag:" { sub(/newTag:.*/, "newTag: " tag) }
        { print }' "$root/$file" >"$work/file"
    cat "$work/file" >"$root/$file"
    if ! check_rendered "$1" "$2"; then
        git -C "$root" checkout --quiet -- "$file"
        exit 1
    fi
}

# Every container of ours carries the tag, the init container too, and waits for no road file that nobody has.
check_rendered() {
    if ! rendered=$(kubectl kustomize "$root/flinkdeployment/overlays/$1" 2>&1); then
        echo "$step: kubectl cannot render flinkdeployment/overlays/$1: $rendered" >&2
        return 1
    fi
    images=$(echo "$rendered" | awk '{ sub(/^- /, "") } $1 == "image:" { print $2 }' | grep -F "$image" || true)
    if [ -z "$images" ] || echo "$images" | grep -qvxF "$image:$2"; then
        echo "$step: not every image in flinkdeployment/overlays/$1 is then $image:$2, but:" >&2
        echo "${images:-none}" >&2
        return 1
    fi
    if echo "$rendered" | grep -q '"0000000000000000"'; then
        echo "$step: flinkdeployment/overlays/$1/roads.yaml names no road file yet, so the pods would wait for ever;" \
            'write the version that trips roads tells' >&2
        return 1
    fi
}

commit_tag() {
    git -C "$root" commit --quiet --message "$2" -- "$(file_of "$1")"
    git -C "$root" log -1 --format="%h %s"
}

push_branch() {
    git -C "$root" push --quiet origin HEAD || refuse 'the commit is made, but could not be pushed; see above'
}

# What is signed is what was built, whatever a tag is moved to.
check_digest() {
    echo "$1" | grep -Eqx '[^@]+@sha256:[0-9a-f]{64}' ||
        stop "'$1' does not name one image; it has to be NAME@sha256:…, as target/image.ref has it"
}
