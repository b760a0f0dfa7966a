/** Which variables the controller's nginx knows: a name that nobody defines stops the reload (ngx_http_variables.c). */

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Variables of nginx that nothing may define again: a named group called like one of them is an error. */
const reserved = new Set(
  list(`
    content_length content_type host binary_remote_addr remote_addr remote_port proxy_protocol_addr proxy_protocol_port
    proxy_protocol_server_addr proxy_protocol_server_port server_addr server_port server_protocol scheme https
    request_uri uri document_uri request document_root realpath_root query_string is_args request_filename server_name
    request_method remote_user bytes_sent body_bytes_sent pipe request_completion request_body request_body_file
    request_length request_time request_id status connection connection_requests connection_time nginx_version hostname
    pid msec time_iso8601 time_local tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd tcpinfo_rcv_space upstream_addr
    upstream_status upstream_connect_time upstream_header_time upstream_response_time upstream_response_length
    upstream_bytes_received upstream_bytes_sent upstream_cache_status upstream_cache_last_modified upstream_cache_etag
    proxy_add_x_forwarded_for fastcgi_script_name fastcgi_path_info gzip_ratio realip_remote_addr realip_remote_port
    http2 connections_active connections_reading connections_writing connections_waiting limit_conn_status
    limit_req_status secure_link secure_link_expires slice_range uid_got uid_set date_local date_gmt`),
);

/** Variables of nginx that may be defined again. */
const changeable = new Set(
  list('args limit_rate proxy_host proxy_port invalid_referer uid_reset modern_browser ancient_browser msie'),
);

/** Variables that the template of the controller defines, or a module that only its image has. */
const ofTemplate = new Set(
  list(`
    brotli_ratio namespace ingress_name service_name service_port location_path literal_dollar balancer_ewma_score
    proxy_upstream_name proxy_alternative_upstream_name pass_access_scheme pass_server_port pass_port best_http_host
    connection_upgrade req_id full_x_forwarded_for loggable block_ua block_ref
    auth_cookie auth_path auth_keepalive_share_vars auth_response_headers escaped_request_uri cors target cache_key
    tmp_cache_key redirect_to forwarded_for_proxy_protocol proxy_protocol_addr_trusted`),
);

/** Families, and the variables of modules whose lists depend on what the ConfigMap switches on. */
const families =
  /^(?:http|sent_http|sent_trailer|cookie|arg|upstream_http|upstream_trailer|upstream_cookie|proxy_protocol_tlv|ssl|geoip2?|opentelemetry|otel)_/;

/** Whether a text may use `$name` without anybody defining it. */
export function isKnownVariable(name: string): boolean {
  return isVariableOfNginx(name) || ofTemplate.has(name);
}

/** Whether nginx itself defines it. */
export function isVariableOfNginx(name: string): boolean {
  return reserved.has(name) || changeable.has(name) || families.test(name);
}

/** Whether a group of an expression may not have this name. */
export function isReservedVariable(name: string): boolean {
  return reserved.has(name);
}
